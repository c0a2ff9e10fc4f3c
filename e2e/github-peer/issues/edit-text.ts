import type { Account } from "../state/account.ts";
import type { World } from "../state/world.ts";
import type { Written } from "../state/written.ts";

/** Notes that somebody changed a text: GraphQL lists it, and shows when it was last. */
export function editText(world: World, written: Written, editor: Account): void {
  written.updatedAt = world.now();
  written.edits.push({ id: world.nextId(), editor, at: world.now() });
}
