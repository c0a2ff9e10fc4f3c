/** Starts a node and has it until it is killed: what a test leaves that doesn't come to its end. */
import { startNode } from "../start-node.ts";

await startNode();
process.send?.("started");
