import { randomUUID } from "node:crypto";
import type { Answer } from "../door/answer.ts";
import type { World } from "../state/world.ts";

const MINUTES = 60_000;
const LIFETIME = 5 * MINUTES;

export function attach(world: World, bytes: Uint8Array, mediaType: string): string {
  const url = `${world.address}/user-attachments/assets/${randomUUID()}`;
  world.attachments.push({ url, mediaType, bytes, signed: new Map() });
  return url;
}

/** An address that shows an attachment for minutes; another image's address stays as it is. */
export function signImage({ attachments, address, now }: World, url: string): string {
  const attachment = attachments.find((each) => each.url === url);
  if (!attachment) {
    return url;
  }
  const key = randomUUID();
  attachment.signed.set(key, now().getTime() + LIFETIME);
  return `${address}/private-user-images/1/1-${url.split("/").at(-1)}.png?jwt=${key}`;
}

/** The image at an address that was signed and isn't too old; null: it is no address of an attachment. */
export function findImage({ attachments, now }: World, { pathname: path, searchParams }: URL): Answer | null {
  const isSigned = path.startsWith("/private-user-images/");
  const key = isSigned ? (searchParams.get("jwt") ?? "") : "";
  const attachment = attachments.find(({ signed }) => (signed.get(key) ?? 0) > now().getTime());
  if (attachment) {
    return { status: 200, mediaType: attachment.mediaType, body: attachment.bytes };
  }
  const isKnown = isSigned || path.startsWith("/user-attachments/");
  return isKnown ? { status: 404, mediaType: "text/plain", body: "Not Found" } : null;
}
