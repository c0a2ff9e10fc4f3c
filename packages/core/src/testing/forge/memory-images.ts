import type { ForgeOutcome } from "../../forge/forge-outcome.ts";
import type { ImagesWish, ShownImage } from "../../forge/subject/images.ts";

/** Those that stand at an address are read; the others are elsewhere. */
export function showImages(
  images: ReadonlyMap<string, Uint8Array>,
  { texts }: Pick<ImagesWish, "texts">,
): ForgeOutcome<{ images: ShownImage[] }> {
  const addresses = texts.flatMap((text) => text.addresses);
  const shown = addresses.map((address): ShownImage => {
    const bytes = images.get(address);
    return { address, found: bytes === undefined ? { kind: "elsewhere" } : { kind: "read", bytes } };
  });
  return { kind: "made", images: shown };
}
