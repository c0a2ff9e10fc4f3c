import type { Page } from "@playwright/test";

/** Of 1: above it nobody sees what is lost, below it small letters blur. */
const QUALITY = 0.88;

/** A picture (PNG) as WebP, by the page's browser: a third of the bytes. The page must be an empty one. */
export async function compress(png: Buffer, page: Page): Promise<Buffer> {
  const address = await page.evaluate<string>(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${png.toString("base64")}";
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", ${QUALITY});
  })()`);
  const [type, data = ""] = address.split(";base64,");
  if (type !== "data:image/webp") {
    throw new Error(`the browser made ${type} of a picture`);
  }
  return Buffer.from(data, "base64");
}
