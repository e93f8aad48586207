// Shows the API. A browser shows some hundred operations well, so the skills are the first ones only;
// the filter finds the others.
(() => {
  const most = 100;
  const q = new URLSearchParams(location.search).get("q") || "";
  document.getElementById("q").value = q;
  // Kept for this tab only; it is sent as a header and stands in no address.
  const token = document.getElementById("token");
  token.value = sessionStorage.getItem("token") || "";
  document.getElementById("filter").addEventListener("submit", () => sessionStorage.setItem("token", token.value.trim()));
  window.ui = SwaggerUIBundle({
    url: "openapi.json?limit=" + most + (q ? "&q=" + encodeURIComponent(q) : ""),
    domNode: document.getElementById("docs"),
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    persistAuthorization: false,
    validatorUrl: null,
    requestInterceptor: request => {
      if (token.value.trim()) request.headers.Authorization = "Bearer " + token.value.trim();
      return request;
    },
  });
})();
