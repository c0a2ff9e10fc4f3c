import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";

const KEY_BYTES = 32;
const MAC = /^[\w-]{43}$/;

/** What the web is told of a page's request, and says again when it asks for that page's data. */
export const VOUCHED_HEADER = "x-forwarded-by";

/** Addresses that this server told itself: whoever brings one back asks for whom the server saw there. */
export interface VouchedAddresses {
  vouch(address: string): string;
  /** null: nobody here said it. */
  read(said: string | undefined): string | null;
}

/** For as long as this process lives: who was told by another is who they seem to be. */
export function createVouchedAddresses(): VouchedAddresses {
  const key = randomBytes(KEY_BYTES);
  const macOf = (address: string) => createHmac("sha256", key).update(address).digest();
  return {
    vouch: (address) => `${address} ${macOf(address).toString("base64url")}`,
    read(said = "") {
      const [address = "", mac = "", ...more] = said.split(" ");
      if (more.length > 0 || isIP(address) === 0 || !MAC.test(mac)) {
        return null;
      }
      return timingSafeEqual(Buffer.from(mac, "base64url"), macOf(address)) ? address : null;
    },
  };
}
