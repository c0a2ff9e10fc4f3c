import type { AuthorClass, ForgePermission, PieceAuthor } from "@catalyst/core";
import { findPermission } from "../read/find-permission.ts";
import type { Reading } from "./reading.ts";
import type { Writer } from "./said/written.ts";

/** Each costs a request. */
const MAX_LOOKED_UP = 100;

const CLASSES = { bot: "bot", other: "unknown" } as const;

/** By whom something is. */
export interface Authored {
  /** null: an account that is gone. */
  author: Writer | null;
  /** We ourselves are. */
  viewerDidAuthor: boolean;
}

/** Says who somebody is: asked of GitHub once in a gathering, and never kept beyond it. To be asked for the most important first. */
export type Classify = (authored: Authored) => Promise<PieceAuthor>;

export function openClassify(reading: Reading, { isPublic }: { isPublic: boolean }): Classify {
  const known = new Map<string, Promise<AuthorClass>>();
  const look = (writer: Writer): Promise<AuthorClass> => {
    const found = known.get(writer.id);
    if (found !== undefined) {
      return found;
    }
    // Who isn't looked up may be anybody.
    const looked =
      known.size < MAX_LOOKED_UP && reading.mayGoOn()
        ? findPermission(reading, writer).then((permission) => classOf(permission, isPublic))
        : Promise.resolve("unknown" as const);
    known.set(writer.id, looked);
    return looked;
  };
  return async ({ author: writer, viewerDidAuthor }) => {
    if (writer === null) {
      return { id: null, login: "", class: "unknown" };
    }
    const { id, login, kind } = writer;
    if (viewerDidAuthor) {
      return { id, login, class: "own" };
    }
    return { id, login, class: kind === "person" ? await look(writer) : CLASSES[kind] };
  };
}

/** Everybody reads what is public: nobody answers for who has no more than that. */
function classOf(permission: ForgePermission, isPublic: boolean): AuthorClass {
  switch (permission) {
    case "admin":
    case "maintain":
    case "write":
      return "maintainer";
    case "triage":
      return "member";
    case "read":
      return isPublic ? "outsider" : "member";
    case "none":
      return "outsider";
  }
}
