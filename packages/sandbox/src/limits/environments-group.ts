import type { GroupKind } from "@catalyst/machine/apart";

/**
 * What serves all environments comes before all of them together. Not less, as on a busy machine without other groups each
 * single process weighs as much as they do.
 */
export const ENVIRONMENTS: GroupKind = { folder: "catalyst", weight: 50 };
