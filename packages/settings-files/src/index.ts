export { settingsFormats } from "./settings-formats.ts";
export { listUserAgents, readDefinition, readUserAgent, userAgentPath } from "./user-agent-files.ts";
