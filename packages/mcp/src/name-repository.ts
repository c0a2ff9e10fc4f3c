import { ROUTES } from "@catalyst/api";
import { CatalystError } from "@catalyst/core";
import type { z } from "zod";

export type AskedRepository = z.input<typeof ROUTES.createTask.request.body.shape.repository>;

/** What a client calls a repository, as the contract has it; null: it named none. Throws `invalid_input`. */
export type NameRepository = (said: string | null) => Promise<AskedRepository>;

/** Has a scheme, as `https:` is one. */
const ADDRESS = /^[a-z][a-z0-9+.-]*:/i;

/** For who asks from elsewhere: an https address, or what a registered repository is called. */
export const nameByAddress: NameRepository = async (said) => {
  if (said === null) {
    throw new CatalystError(
      "invalid_input",
      "Creating a task failed: no repository is named. Say which: its https address, or what it is called where it is registered.",
    );
  }
  const { repository } = ROUTES.createTask.request.body.shape;
  const asked = ADDRESS.test(said) ? { kind: "url", url: said } : { kind: "registered", name: said };
  const parsed = repository.safeParse(asked);
  if (!parsed.success) {
    throw new CatalystError(
      "invalid_input",
      "Creating a task failed: the repository is no https address. Say it as in https://github.com/owner/name.",
    );
  }
  return parsed.data;
};
