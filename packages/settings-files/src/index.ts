export { settingsFormats } from "./settings-formats.ts";
export { listDefinitions, listUserAgents, readDefinition, readUserAgent, userAgentPath } from "./user-agent-files.ts";
