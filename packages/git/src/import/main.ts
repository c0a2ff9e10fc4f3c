import { readOrder } from "../limits/read-order.ts";
import { searchPiece } from "../policy/content/search-piece.ts";
import { answerOrder } from "./answer-order.ts";
import type { ImportOrder } from "./import-order.ts";

// Runs apart from the worker (run-apart.ts): an order on the standard input, an answer on the standard output.

const ordered = readOrder();
// Most of what the search of a small result takes is the first use of its rules: nearly always that is over before there is an order.
await searchPiece({ bytes: Buffer.from("const nothing = 0;\n"), encoding: "utf-8", path: "nothing.ts", isStart: true });
const order = JSON.parse(await ordered) as ImportOrder;
process.stdout.write(JSON.stringify(await answerOrder(order)), () => process.exit());
