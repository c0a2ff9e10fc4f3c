/**
 * An agent without code that does what one does, in a second: it asks its model until that answers, changes a file of its own name and
 * commits. What it is told is read and not followed.
 */
const SCRIPT = `
cat > /tmp/told
ask() {
  curl --silent --fail --max-time 20 -H "x-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01" \\
    -H "content-type: application/json" "$ANTHROPIC_BASE_URL/v1/messages" \\
    -d '{"model":"claude-sonnet-4-5","max_tokens":10,"messages":[{"role":"user","content":"Well?"}]}'
}
for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  if ask > /tmp/answer; then break; fi
  echo "asked $try times"
  sleep 1
done
grep -q "Go on" /tmp/answer || exit 1
for line in 1 2 3 4 5 6 7 8 9 10; do echo "line $line"; done
date +%s%N > "work-$(head -c 8 /proc/sys/kernel/random/uuid).txt"
git add -A && git commit --quiet -m "Do what the issue says" && echo "Done."
`;

export const SOAK_AGENT = "soak-script";

/** Its definition, as an owner keeps it in `agents.d`. */
export const SOAK_DEFINITION = `${JSON.stringify(
  {
    name: "Soak script",
    command: "sh",
    args: ["-c", SCRIPT],
    versionArgs: ["-c", "echo 1.0.0"],
    prompt: "stdin",
    dialect: "anthropic",
    env: { ANTHROPIC_BASE_URL: "{baseUrl}", ANTHROPIC_API_KEY: "{token}" },
    output: { format: "text" },
  },
  null,
  2,
)}\n`;
