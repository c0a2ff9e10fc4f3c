/** For measurements outside this package: an API server that does what it is told, badly too. */
export { startScriptedApiServer } from "./scripted-api-server.ts";
