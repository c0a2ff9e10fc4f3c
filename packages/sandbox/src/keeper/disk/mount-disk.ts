import { mkdirSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { run } from "../run.ts";
import { copyEmptyImage } from "./empty-image.ts";
import { pathsIn } from "./prepare-folder.ts";

export interface DiskWish {
  diskMib: number;
  /** Where empty images are kept. */
  imageFolder: string;
}

/** `place`: the folder that it is mounted on. */
type PlacedWish = DiskWish & { place: string };

/** A file system that is mounted before it is known what for. */
export interface EarlyDisk {
  diskMib: number;
  /** null when it is mounted; else what stood in the way. */
  mounted: Promise<string | null>;
  /** It is gone with us then. */
  remove(): Promise<void>;
}

/** Mounts an empty file system, in our private mount namespace only. null, or what stood in the way. */
export function mountDisk(wish: PlacedWish): Promise<string | null> {
  return mountImage(wish, `${wish.place}.img`);
}

/**
 * Mounts it where stages will write, in the keeper's working folder, which may be given another name meanwhile. Others may do the same
 * in this folder: each has its own file, and its mount is in its own namespace.
 */
export function mountEarly(wish: DiskWish): EarlyDisk {
  const place = basename(pathsIn(".").written);
  const image = `${place}-${process.pid}.img`;
  const mounted = mountImage({ ...wish, place }, image);
  return {
    diskMib: wish.diskMib,
    mounted,
    async remove() {
      const isMounted = (await mounted) === null;
      rmSync(image, { force: true });
      await (isMounted ? run("umount", [place]).catch(() => undefined) : null);
    },
  };
}

async function mountImage({ place, diskMib, imageFolder }: PlacedWish, image: string): Promise<string | null> {
  try {
    mkdirSync(place, { recursive: true, mode: 0o755 });
    await copyEmptyImage({ folder: imageFolder, diskMib, target: image });
    await run("mount", ["-o", "loop,nosuid,nodev,noatime", image, place]);
    return null;
  } catch (error) {
    rmSync(image, { force: true });
    return (error as Error).message;
  }
}
