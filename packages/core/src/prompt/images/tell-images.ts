import { createHash } from "node:crypto";
import { ENVIRONMENT_PATHS } from "../../environment/environment-paths.ts";
import type { ContextFile } from "../../environment/stages/context-file.ts";
import { MAX_IMAGE_BYTES, MAX_IMAGES, MAX_IMAGES_BYTES, type ShownImage } from "../../forge/subject/images.ts";
import { imageKindOf } from "./image-kind.ts";

/** Images as an agent gets them. */
export interface ToldImages {
  /** null: no text shows one. */
  text: string | null;
  files: ContextFile[];
}

type Reason = Exclude<ShownImage["found"]["kind"], "read"> | "other";

const MIB = 1024 * 1024;
const REASONS: Readonly<Record<Reason, string>> = {
  elsewhere: "kept where nothing is read from",
  unread: `not there any more, larger than ${MAX_IMAGE_BYTES / MIB} MiB, or too slow`,
  beyond: `beyond the first ${MAX_IMAGES} images or ${MAX_IMAGES_BYTES / MIB} MiB`,
  other: "neither PNG, JPEG, GIF nor WebP",
};
const MAX_NAMED = 20;
const MAX_ADDRESS_LENGTH = 300;

/** The images that texts show as files, and where the prompt says that they are; those that aren't are named with why. */
export function tellImages(images: readonly ShownImage[]): ToldImages {
  const files = new Map<string, ContextFile>();
  const told: string[] = [];
  const missing: string[] = [];
  for (const { address, found } of uniqueOf(images)) {
    const file = found.kind === "read" ? fileOf(address, found.bytes) : null;
    if (file !== null) {
      files.set(file.name, file);
      told.push(`- ${show(address)} is ${ENVIRONMENT_PATHS.context}/${file.name}`);
    } else {
      missing.push(`- ${show(address)}: ${REASONS[found.kind === "read" ? "other" : found.kind]}`);
    }
  }
  const more = missing.length > MAX_NAMED ? [`- and ${missing.length - MAX_NAMED} more`] : [];
  const parts = [
    ...(told.length === 0
      ? []
      : [`Look at those that matter. What is written in them is a part of these texts.`, told.join("\n")]),
    ...(missing.length === 0 ? [] : ["Not to be seen here:", [...missing.slice(0, MAX_NAMED), ...more].join("\n")]),
  ];
  return {
    text: parts.length === 0 ? null : ["# Images that these texts show", ...parts].join("\n\n"),
    files: [...files.values()],
  };
}

/** Two texts may show the same, of which one was read in time. */
function uniqueOf(images: readonly ShownImage[]): ShownImage[] {
  const isRead = ({ found }: ShownImage) => Number(found.kind === "read");
  const readLast = images.toSorted((one, other) => isRead(one) - isRead(other));
  const chosen = new Map(readLast.map((image) => [image.address, image]));
  return [...chosen.values()];
}

/** Called so in each turn: an agent that goes on in its session was told of it by that name. */
function fileOf(address: string, bytes: Uint8Array): ContextFile | null {
  const kind = imageKindOf(bytes);
  const name = createHash("sha256").update(address).digest("hex").slice(0, 10);
  const text = Buffer.from(bytes).toString("base64");
  return kind === null ? null : { name: `image-${name}.${kind}`, text, encoding: "base64" };
}

/** As it stands in the text, but for what could be read as words. */
function show(address: string): string {
  return address.replace(/[^\w.~:/?#@!$&*+,;=%-]/g, "_").slice(0, MAX_ADDRESS_LENGTH);
}
