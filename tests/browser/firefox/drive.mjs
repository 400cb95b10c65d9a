// Drives Firefox for the tests in Python: reads one JSON command a line, answers with one line {value} or {error}.
//
//   node drive.mjs FOLDER-OF-NODE-MODULES FIREFOX FOLDER-FOR-DOWNLOADS LANGUAGES
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, executablePath, downloads, languages] = process.argv.slice(2);
const puppeteer = (await import(pathToFileURL(createRequire(join(modules, "from.js")).resolve("puppeteer-core")).href)).default;

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  headless: true,
  extraPrefsFirefox: {
    "intl.accept_languages": languages,
    "browser.download.folderList": 2,
    "browser.download.dir": downloads,
    "browser.download.useDownloadDir": true,
    "browser.download.always_ask_before_handling_new_types": false,
    "browser.download.start_downloads_in_tmp_dir": false,
  },
});

let page;
const troubles = [];
const requests = [];

const COMMANDS = {
  async open({ url, width, height }) {
    await page?.browserContext().close();
    page = await (await browser.createBrowserContext()).newPage();
    await page.setViewport({ width, height });
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => troubles.push(String(error?.message ?? error)));
    page.on("console", (message) => ["error", "assert"].includes(message.type()) && troubles.push(message.text()));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(url);
  },
  reload: () => page.reload().then(() => undefined),
  evaluate: ({ script }) => page.evaluate(script),
  async wait({ selector }) {
    await (await page.waitForSelector(selector, { visible: true })).dispose();
  },
  async click({ selector }) {
    await page.locator(selector).click();
  },
  async type({ selector, text }) {
    const field = await page.waitForSelector(selector, { visible: true });
    await field.evaluate((element) => (element.scrollIntoView({ block: "center" }), element.focus(), element.select()));
    await page.keyboard.type(text);
  },
  async select({ selector, value }) {
    await page.select(selector, value);
  },
  press: ({ key }) => page.keyboard.press(key),
  async upload({ selector, file }) {
    await (await page.waitForSelector(selector)).uploadFile(file);
  },
  screenshot: async ({ path }) => void (await page.screenshot({ path })),
  pdf: async ({ path }) => void (await page.pdf({ path, printBackground: true })),
  seen: () => ({ troubles: troubles.splice(0), requests: requests.splice(0) }),
  version: () => browser.version(),
};

process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await COMMANDS[command](given)) ?? null };
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
