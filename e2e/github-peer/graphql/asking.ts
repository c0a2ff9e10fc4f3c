import type { Caller } from "../auth/caller.ts";
import type { Counter } from "../door/usage.ts";
import type { World } from "../state/world.ts";
import type { Found } from "./found.ts";

/** What every field may ask. */
export interface Asking {
  world: World;
  caller: Caller;
  counter: Counter;
  /** How a thing is shown that another one leads to: all of them lead to each other. */
  show(found: Found): object;
}
