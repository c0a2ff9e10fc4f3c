import { z } from "zod";

/** What is followed has at least this. `resourceVersion` grows with each change of anything of its kind. */
export interface ClusterObject {
  metadata: { name: string; namespace?: string; uid?: string; resourceVersion?: string };
}

/** What of an object no version of it may lack. */
export const AnyObject = z.looseObject({
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().optional(),
    uid: z.string().optional(),
    resourceVersion: z.string().min(1),
  }),
});
export type AnyObject = z.infer<typeof AnyObject>;

/** An object among others of its kind. */
export function objectKey({ metadata: { namespace = "", name } }: ClusterObject): string {
  return `${namespace}/${name}`;
}

/** Whether the first is a later version than the second. What isn't a number can't be told apart, and counts as later. */
export function isLater(version: string | undefined, than: string | undefined): boolean {
  if (!isNumber(version) || !isNumber(than)) {
    return version !== than;
  }
  return BigInt(version) > BigInt(than);
}

function isNumber(version: string | undefined): version is string {
  return version !== undefined && /^\d{1,20}$/.test(version);
}
