import type { NewObjects } from "../../objects/list-new-objects.ts";
import type { ObjectReader } from "../../objects/object-reader.ts";

/** What an execution left, as it came in. */
export interface Brought {
  /** The commit, as it was pushed. */
  left: string;
  /** The same under our author. */
  head: string;
  /** All that is new to the repository it is for; its commits under their new names. */
  news: NewObjects;
  /** What git found wrong with the new objects. */
  malformed: string | null;
  /** The new ones that hold a secret of the execution; null: nobody searched them. */
  secretObjects: Set<string> | null;
  /** It has the commit that the work started from in its history. */
  isBased: boolean;
  /** Where the branch that the work began from is now, in the mirror; null: there is none. */
  baseTip: string | null;
  reader: ObjectReader;
}
