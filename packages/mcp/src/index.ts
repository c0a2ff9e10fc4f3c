export { createMcpServer } from "./create-mcp-server.ts";
export { type AskedRepository, nameByAddress } from "./name-repository.ts";
export { TOOLS } from "./tools/tools.ts";
