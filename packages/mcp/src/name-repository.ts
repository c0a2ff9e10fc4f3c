import { ROUTES } from "@catalyst/api";
import { CatalystError } from "@catalyst/core";
import type { z } from "zod";

export type AskedRepository = z.input<typeof ROUTES.createTask.request.body.shape.repository>;

/** What a client calls a repository, as the contract has it; null: it named none. Throws `invalid_input`. */
export type NameRepository = (said: string | null) => Promise<AskedRepository>;

/** For who asks from elsewhere: an https address, or the folder of one that may be named. */
export const nameByAddress: NameRepository = async (said) => {
  if (said === null) {
    throw new CatalystError(
      "invalid_input",
      "Creating a task failed: no repository is named. Say which: its https address.",
    );
  }
  const { repository } = ROUTES.createTask.request.body.shape;
  const asked = said.startsWith("/") ? { kind: "folder", path: said, head: null } : { kind: "url", url: said };
  const parsed = repository.safeParse(asked);
  if (!parsed.success) {
    throw new CatalystError(
      "invalid_input",
      "Creating a task failed: the repository is no https address. Say it as in https://github.com/owner/name.",
    );
  }
  return parsed.data;
};
