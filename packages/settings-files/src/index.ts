export { settingsFormats } from "./settings-formats.ts";
