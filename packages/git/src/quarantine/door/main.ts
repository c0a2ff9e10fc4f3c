import { readOrder } from "../../limits/read-order.ts";
import { checkPush } from "./check-push.ts";
import type { DoorOrder } from "./door-messages.ts";

// Runs apart from the gateway (run-apart.ts): an order on the standard input, an answer on the standard output.

const { incoming, ...order } = JSON.parse(await readOrder()) as DoorOrder;
process.stdout.write(JSON.stringify(await checkPush(order, incoming)), () => process.exit());
