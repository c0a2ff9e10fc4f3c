import { fileURLToPath } from "node:url";

/** The repository that the product is made of. */
export const CHECKOUT = fileURLToPath(new URL("../../../..", import.meta.url));

/** Where images have it. */
export const PLACE = "opt/catalyst";

/** What runs of it in a cluster; the web app is built apart. */
export const PROCESSES = ["cli", "server", "worker", "gateway", "operator"] as const;
