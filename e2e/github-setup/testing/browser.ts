import { request as requestHttp } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";

/** A page as a browser has it. */
export interface Page {
  status: number;
  location: string | null;
  html: string;
}

/** What goes from page to page as a browser would, and trusts one authority (PEM). */
export function makeBrowser(authority: string) {
  const load = (address: string, form: URLSearchParams | null = null): Promise<Page> =>
    new Promise((resolve, reject) => {
      const send = address.startsWith("https:") ? request : requestHttp;
      const headers = { "user-agent": "Browser", "content-type": "application/x-www-form-urlencoded" };
      const options = { method: form === null ? "GET" : "POST", ca: authority, headers, agent: false };
      const sent = send(address, options, (answer) => {
        const { statusCode: status = 0, headers: given } = answer;
        text(answer).then((html) => resolve({ status, location: given.location ?? null, html }), reject);
      });
      sent.on("error", reject);
      sent.end(form?.toString());
    });
  return {
    load,
    /** Presses the button of the page's only form. */
    async submit({ html }: Page): Promise<Page> {
      const [, action = ""] = /<form [^>]*action="([^"]+)"/.exec(html) ?? [];
      const [, name = "", value = ""] = /<input type="hidden" name="([^"]+)" value="([^"]*)"/.exec(html) ?? [];
      return load(readHtml(action), new URLSearchParams({ [name]: readHtml(value) }));
    },
  };
}

function readHtml(html: string): string {
  return html.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
