// SPDX-License-Identifier: Apache-2.0
package forge.it;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An OpenAPI document, as the tests ask it. */
record Described(JsonObject document) {

  private static final String SCHEMAS = "#/components/schemas/";

  /** One operation. */
  record Operation(String method, String path, JsonObject json) {

    /** The name and the status of each of its examples, in the order of the document. */
    Stream<Example> examples() {
      return json.getAsJsonObject("responses").entrySet().stream()
          .flatMap(
              response ->
                  object(response.getValue(), "content").entrySet().stream()
                      .flatMap(
                          media ->
                              object(media.getValue(), "examples").entrySet().stream()
                                  .map(
                                      one ->
                                          new Example(
                                              this,
                                              one.getKey(),
                                              Integer.parseInt(response.getKey()),
                                              media.getKey(),
                                              value(one.getValue())))));
    }

    /** The body to send under that name. */
    Optional<JsonElement> body(String name) {
      JsonObject json = object(object(object(this.json, "requestBody"), "content"), JSON);
      return Optional.ofNullable(object(json, "examples").get(name)).map(Described::value);
    }

    /** The path to ask under that name, query and all. */
    String target(String name) {
      String target = path;
      var query = new TreeSet<String>();
      JsonElement parameters = json.get("parameters");
      if (parameters == null) return target;
      for (JsonElement each : parameters.getAsJsonArray()) {
        JsonObject parameter = each.getAsJsonObject();
        JsonElement example = object(parameter, "examples").get(name);
        if (example == null) continue;
        String key = parameter.get("name").getAsString();
        String value = value(example).getAsString();
        if (parameter.get("in").getAsString().equals("query")) query.add(key + "=" + value);
        else target = target.replace("{" + key + "}", value);
      }
      return query.isEmpty() ? target : target + "?" + String.join("&", query);
    }
  }

  /** One example: what is asked by that name is answered so. */
  record Example(Operation operation, String name, int status, String type, JsonElement value) {

    @Override
    public String toString() {
      return operation.method() + " " + operation.path() + " " + name;
    }
  }

  private static final String JSON = "application/json";

  static Described of(String text) {
    return new Described(JsonParser.parseString(text).getAsJsonObject());
  }

  private static JsonObject object(JsonElement json, String name) {
    JsonElement value = json.getAsJsonObject().get(name);
    return value == null ? new JsonObject() : value.getAsJsonObject();
  }

  private static JsonElement value(JsonElement example) {
    return example.getAsJsonObject().get("value");
  }

  /** All operations, in the order of the document. */
  List<Operation> operations() {
    return document.getAsJsonObject("paths").entrySet().stream()
        .flatMap(
            path ->
                path.getValue().getAsJsonObject().entrySet().stream()
                    .map(
                        operation ->
                            new Operation(
                                operation.getKey().toUpperCase(),
                                path.getKey(),
                                operation.getValue().getAsJsonObject())))
        .toList();
  }

  /** What an answer to an operation does not have as its schema says; empty when it fits. */
  List<String> misfits(Operation operation, int status, JsonElement answer) {
    JsonObject responses = operation.json().getAsJsonObject("responses");
    JsonElement response = responses.get(Integer.toString(status));
    if (response == null) return List.of("the status " + status + " is not described");
    JsonObject schema =
        object(object(object(resolved(response), "content"), JSON), "schema").deepCopy();
    if (schema.has("$ref")) {
      JsonObject all = new JsonObject();
      all.add("allOf", new JsonArray());
      all.getAsJsonArray("allOf").add(schema);
      schema = all;
    }
    schema.add("$defs", object(document.get("components"), "schemas"));
    return validate(schema.toString().replace(SCHEMAS, "#/$defs/"), answer);
  }

  private JsonElement resolved(JsonElement response) {
    JsonElement reference = response.getAsJsonObject().get("$ref");
    if (reference == null) return response;
    String name = reference.getAsString().substring("#/components/responses/".length());
    return object(document.get("components"), "responses").get(name);
  }

  private static List<String> validate(String schema, JsonElement value) {
    Validator.Result result =
        new ValidatorFactory()
            .withJsonNodeFactory(new GsonNode.Factory())
            .validate(schema, value.toString());
    return result.getErrors().stream()
        .map(error -> error.getInstanceLocation() + " " + error.getError())
        .toList();
  }

  /** The names of the fields of an answer that its schema does not know. */
  List<String> undescribed(Operation operation, int status, JsonElement answer) {
    JsonElement response = operation.json().getAsJsonObject("responses").get(status + "");
    JsonObject schema = object(object(object(resolved(response), "content"), JSON), "schema");
    return undescribed(schema, answer, "").toList();
  }

  private Stream<String> undescribed(JsonObject schema, JsonElement value, String place) {
    JsonObject known = schema;
    if (schema.has("$ref"))
      known =
          object(document.get("components"), "schemas")
              .getAsJsonObject(schema.get("$ref").getAsString().substring(SCHEMAS.length()));
    if (value.isJsonArray() && known.has("items")) {
      JsonObject items = known.getAsJsonObject("items");
      return value.getAsJsonArray().asList().stream()
          .flatMap(item -> undescribed(items, item, place + "[]"));
    }
    if (!value.isJsonObject() || !known.has("properties")) return Stream.empty();
    JsonObject properties = known.getAsJsonObject("properties");
    return value.getAsJsonObject().entrySet().stream()
        .flatMap(
            (Entry<String, JsonElement> field) ->
                properties.has(field.getKey())
                    ? undescribed(
                        properties.getAsJsonObject(field.getKey()),
                        field.getValue(),
                        place + "." + field.getKey())
                    : Stream.of(place + "." + field.getKey()));
  }
}
