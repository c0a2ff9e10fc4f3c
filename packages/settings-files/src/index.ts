export { readSmallFile } from "./read-small-file.ts";
export { settingsFormats } from "./settings-formats.ts";
export { listDefinitions, listUserAgents, readDefinition, readUserAgent, userAgentPath } from "./user-agent-files.ts";
