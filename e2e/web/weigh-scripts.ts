import type { Page, Response } from "@playwright/test";

/** How many bytes of scripts a page loads that a browser has nothing of yet, as they travel. */
export async function weighScripts(page: Page, url: string): Promise<number> {
  const scripts: Response[] = [];
  const note = (response: Response) => {
    if (response.request().resourceType() === "script") {
      scripts.push(response);
    }
  };
  await page.goto("about:blank");
  await clearCache(page);
  page.on("response", note);
  await page.goto(url, { waitUntil: "load" });
  page.off("response", note);
  const sizes = await Promise.all(scripts.map((response) => response.request().sizes()));
  return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
}

async function clearCache(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.clearBrowserCache");
  await devtools.detach();
}
