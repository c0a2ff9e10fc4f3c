import { hash } from "node:crypto";

const TAG = /(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;
const LENGTH = 22;

/** What an answer is known by: two with the same tag say the same. Weak, as RFC 9110 calls it: how it is packed is left open. */
export function tagOf(body: string): string {
  return `W/"${hash("sha256", body, "base64url").slice(0, LENGTH)}"`;
}

/** Whether a header that names tags, `If-None-Match` or `If-Match`, names this one, weak or not; `*` names each. */
export function tagsInclude(header: string | undefined, tag: string): boolean {
  if (header === undefined) {
    return false;
  }
  const named = [...header.matchAll(TAG)].map(([, opaque]) => opaque);
  return header.trim() === "*" || named.includes(opaqueOf(tag));
}

function opaqueOf(tag: string): string {
  return tag.slice(3, -1);
}
