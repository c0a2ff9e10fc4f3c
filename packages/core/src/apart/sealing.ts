/** What reads keys from files needs. */
export { type PublicKey, parsePublicKey, serializePublicKey } from "../sealing/key-pair.ts";
