import type { Repo } from "../../vcs/repo.ts";

/** As many as a model looks at with care. */
export const MAX_IMAGES = 10;
/** Of one, and of all: what models take. */
export const MAX_IMAGE_BYTES = 3 * 1024 * 1024;
export const MAX_IMAGES_BYTES = 15 * 1024 * 1024;

/** A text that may show images, and the addresses that stand in it. */
export interface PicturedText {
  /** The piece's; null: what the task is about itself. */
  id: string | null;
  addresses: readonly string[];
}

export interface ImagesWish {
  repo: Repo;
  /** The issue or pull request first that the task is about, then others whose texts these are. */
  numbers: readonly number[];
  /** The most important first. */
  texts: readonly PicturedText[];
}

/** An image that a text shows. */
export interface ShownImage {
  /** As the text has it. */
  address: string;
  /** `elsewhere`: not where the forge keeps what is put into texts; `unread`: not there, too large, too slow; `beyond`: there is no room for it. */
  found: { kind: "read"; bytes: Uint8Array } | { kind: "elsewhere" | "unread" | "beyond" };
}
