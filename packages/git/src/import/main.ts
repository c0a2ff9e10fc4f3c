import { readOrder } from "../limits/read-order.ts";
import { answerOrder } from "./answer-order.ts";
import { ImportOrder } from "./import-order.ts";

// Runs apart from the worker (run-apart.ts): an order on the standard input, an answer on the standard output.

const order = ImportOrder.parse(JSON.parse(await readOrder()));
process.stdout.write(JSON.stringify(await answerOrder(order)), () => process.exit());
