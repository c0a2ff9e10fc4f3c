export { createMcpServer } from "./create-mcp-server.ts";
export { type AskedRepository, nameByAddress } from "./name-repository.ts";
export { serveOverPipes } from "./serve-over-pipes.ts";
export { TOOLS } from "./tools/tools.ts";
