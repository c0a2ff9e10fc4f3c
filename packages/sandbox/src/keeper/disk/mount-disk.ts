import { mkdirSync, rmSync } from "node:fs";
import { run } from "../run.ts";
import { copyEmptyImage } from "./empty-image.ts";

export interface DiskWish {
  /** The folder that it is mounted on. */
  place: string;
  diskMib: number;
  /** Where empty images are kept. */
  imageFolder: string;
}

/** A file system that is mounted before it is known what for. */
export interface EarlyDisk {
  diskMib: number;
  /** null when it is mounted; else what stood in the way. */
  mounted: Promise<string | null>;
  /** It is gone with us then. */
  remove(): Promise<void>;
}

/** Mounts an empty file system, in our private mount namespace only. null, or what stood in the way. */
export function mountDisk(wish: DiskWish): Promise<string | null> {
  return mountImage(wish, `${wish.place}.img`);
}

/** Others may do the same in this folder: each has its own file, and its mount is in its own namespace. */
export function mountEarly(wish: DiskWish): EarlyDisk {
  const image = `${wish.place}-${process.pid}.img`;
  const mounted = mountImage(wish, image);
  return {
    diskMib: wish.diskMib,
    mounted,
    async remove() {
      await mounted;
      rmSync(image, { force: true });
    },
  };
}

async function mountImage({ place, diskMib, imageFolder }: DiskWish, image: string): Promise<string | null> {
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
