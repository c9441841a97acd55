// A headless chromium driven over its DevTools protocol, without packages: what eng/page-speed.mjs and eng/page-pictures.mjs need.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export class Browser {
  #process;
  #folder;
  #socket;
  #last = 0;
  #waiting = new Map();

  static async start(program = '/usr/bin/chromium') {
    const browser = new Browser();
    browser.#folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-chromium-'));
    const options = ['--headless', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${browser.#folder}`, '--no-first-run',
      '--hide-scrollbars', '--force-color-profile=srgb'];
    browser.#process = spawn(program, [...options, 'about:blank'], { stdio: 'ignore' });
    const ports = path.join(browser.#folder, 'DevToolsActivePort');
    for (let attempt = 0; !fs.existsSync(ports) || fs.readFileSync(ports, 'utf8').split('\n').length < 2; attempt++) {
      if (attempt > 300) throw new Error('chromium did not start');
      await sleep(100);
    }
    const [port, place] = fs.readFileSync(ports, 'utf8').trim().split('\n');
    await browser.#connect(`ws://127.0.0.1:${port}${place}`);
    return browser;
  }

  async #connect(address) {
    this.#socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      this.#socket.onopen = resolve;
      this.#socket.onerror = () => reject(new Error('chromium does not answer'));
    });
    this.#socket.onmessage = ({ data }) => {
      const { id, result, error } = JSON.parse(data);
      const waiting = this.#waiting.get(id);
      if (waiting === undefined) return;
      this.#waiting.delete(id);
      if (error === undefined) waiting.resolve(result);
      else waiting.reject(new Error(error.message));
    };
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#last;
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** A tab with cookies and storage of its own. */
  async open({ width = 1280, height = 720, scheme = 'light', locale = 'en-US' } = {}) {
    const { browserContextId } = await this.send('Target.createBrowserContext');
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(this, sessionId, browserContextId);
    await tab.send('Page.enable');
    await tab.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await tab.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await tab.send('Emulation.setLocaleOverride', { locale });
    await tab.send('Emulation.setUserAgentOverride', { userAgent: 'heapwise', acceptLanguage: locale });
    return tab;
  }

  async close() {
    await this.send('Browser.close').catch(() => {});
    await new Promise(resolve => (this.#process.exitCode === null ? this.#process.once('exit', resolve) : resolve()));
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}

const virtualKeys = {
  Backspace: 8, Enter: 13, Escape: 27, End: 35, Home: 36, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40,
};

class Tab {
  constructor(browser, sessionId, contextId) {
    Object.assign(this, { browser, sessionId, contextId });
  }

  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async go(url) {
    await this.send('Page.navigate', { url });
  }

  /** Waits until an expression of the page holds. */
  async until(expression, seconds = 60) {
    for (const end = Date.now() + seconds * 1000; ; await sleep(10)) {
      const holds = await this.evaluate(`Boolean(${expression})`).catch(() => false);
      if (holds) return;
      if (Date.now() > end) throw new Error(`does not hold after ${seconds} s: ${expression}`);
    }
  }

  /** Until nothing is loading any more. */
  async settle() {
    const loading = '[aria-busy=true], .grid__skeleton, [role=progressbar], .app__wait, .path-pane__skeleton, .findings--running';
    const isQuiet = `document.querySelector('#root')?.childElementCount > 0 && document.querySelector('${loading}') === null`;
    await this.until(isQuiet);
    await sleep(250);
    await this.until(isQuiet);
  }

  async press(key, { code = key, text = key.length === 1 ? key : undefined } = {}) {
    const virtual = virtualKeys[key];
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text, windowsVirtualKeyCode: virtual });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, windowsVirtualKeyCode: virtual });
  }

  /** Clicks the middle of the first element that fits. */
  async click(selector, clickCount = 1) {
    const { x, y } = await this.evaluate(`(() => {
      const box = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    })()`);
    for (let count = 1; count <= clickCount; count++)
      for (const type of ['mousePressed', 'mouseReleased'])
        await this.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: count });
  }

  async picture(file) {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: false });
    fs.writeFileSync(file, Buffer.from(data, 'base64'));
  }

  async close() {
    await this.browser.send('Target.disposeBrowserContext', { browserContextId: this.contextId });
  }
}

/** Starts `heapwise ui` and waits for its link. */
export async function serve(program, args, environment = {}) {
  const [command, ...first] = program.split(' ');
  const started = performance.now();
  const child = spawn(command, [...first, 'ui', '--no-open', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...environment },
  });
  const link = await new Promise((resolve, reject) => {
    child.stdout.once('data', data => resolve(String(data).trim()));
    child.once('exit', code => reject(new Error(`${program} ui ended with ${code}`)));
  });
  return {
    link,
    started,
    async stop() {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
