# SPDX-License-Identifier: Apache-2.0
# What clients of the first gateway do, as its guide and its own script have it: they grep compact
# JSON.

# 1. Enable hot-reload
curl -s -X POST http://localhost:8000/api/v1/forge/hot-reload/enable

# 2. Create skill (automatically triggers hot-reload if enabled)
response=$(curl -s -X POST http://localhost:8000/api/v1/forge/create \
  -H "Content-Type: application/json" \
  -d '{
    "name": "salesforce_sentinel",
    "description": "Scans Salesforce for security issues",
    "params": [
      {"name": "org_id", "type": "string", "required": true}
    ]
  }')

success=$(echo "$response" | grep -o '"success":[^,}]*' | cut -d: -f2)
hot_reloaded=$(echo "$response" | grep -o '"hot_reloaded":[^,}]*' | cut -d: -f2)
module=$(echo "$response" | grep -o '"module_name":"[^"]*"' | cut -d'"' -f4)
path=$(echo "$response" | grep -o '"file_path":"[^"]*"' | cut -d'"' -f4)
time=$(echo "$response" | grep -o '"compilation_time_ms":[0-9]*' | cut -d: -f2)
echo "created: $success"
echo "hot-reloaded: $hot_reloaded"
[ "$success" = true ] && [ "$hot_reloaded" = true ] && [ "$time" -ge 0 ]
[ "$module" = forge_gen_salesforce_sentinel ] && [ -n "$path" ]

# 3. Check hot-reload status
enabled=$(curl -s http://localhost:8000/api/v1/forge/hot-reload/status | grep -o '"enabled":[^,}]*')
[ "$enabled" = '"enabled":true' ]

# 4. List all hot-reloaded skills
count=$(curl -s http://localhost:8000/api/v1/forge/hot-reload/list | grep -o '"count":[0-9]*' | cut -d: -f2)
echo "live skills: $count"
[ "$count" -ge 1 ]

# If not listed, manually trigger hot-reload
curl -s -X POST http://localhost:8000/api/v1/forge/hot-reload/trigger \
  -H "Content-Type: application/json" \
  -d "{
    \"skill_name\": \"salesforce_sentinel\",
    \"module_name\": \"$module\",
    \"file_path\": \"$path\"
  }" | grep -q '"success":true'

# A wrong spec
response=$(curl -s -X POST http://localhost:8000/api/v1/forge/create \
  -H "Content-Type: application/json" -d '{"name": "Bad Name"}')
echo "error: $(echo "$response" | grep -o '"status":[^,}]*' | cut -d: -f2)"

# The scripts
export GATEWAY_URL=http://localhost:8000
./forge-hot-reload.sh salesforce_sentinel "Scans Salesforce for security issues"
./forge-hot-reload.sh weather_sentinel "Fetches weather data" \
    '[{"name":"location","type":"string","required":true}]'
GATEWAY_URL=http://localhost:8000 ./forge-hot-reload.sh my_skill "Description"
