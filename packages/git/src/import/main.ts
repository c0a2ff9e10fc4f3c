import { readOrder } from "../limits/read-order.ts";
import { answerOrder } from "./answer-order.ts";
import type { ImportOrder } from "./import-order.ts";

// Runs apart from the worker (run-apart.ts): an order on the standard input, an answer on the standard output.

const order = JSON.parse(await readOrder()) as ImportOrder;
process.stdout.write(JSON.stringify(await answerOrder(order)), () => process.exit());
