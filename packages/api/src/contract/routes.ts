import { MACHINE_ROUTES } from "../machine/machine-routes.ts";
import { TASK_ROUTES } from "../tasks/task-routes.ts";

/** Every door there is, by its operation's name. The server implements each once; clients call them by this name. */
export const ROUTES = { ...TASK_ROUTES, ...MACHINE_ROUTES };
export type Routes = typeof ROUTES;
export type Operation = keyof Routes;
