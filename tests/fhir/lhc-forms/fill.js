// Fills the form with responses in LHC-Forms, as a page in a browser shows it, and writes
// what that form sends back, one file a response, and two pictures of some:
// the whole form and its top.
// usage: node fill.js LFORMS BROWSER FORM TO PICTURED FILE…
//   LFORMS    the unpacked package `lforms`
//   TO        the folder to write to
//   PICTURED  names of files, without .json and with commas between, to make pictures of
const fs = require('fs');
const http = require('http');
const path = require('path');
const puppeteer = require('puppeteer-core');

const PAGE = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><link href="/webcomponent/styles.css" rel="stylesheet"></head>
<body><div id="form"></div>
<script src="/webcomponent/assets/lib/zone.min.js"></script>
<script src="/webcomponent/lhc-forms.js"></script>
<script src="/fhir/lformsFHIRAll.min.js"></script></body></html>`;
const TOP = { width: 1000, height: 697 };
const TYPES = { '.js': 'text/javascript', '.css': 'text/css' };

function serve(folder) {
  const server = http.createServer((request, reply) => {
    const file = path.join(folder, request.url.split('?')[0]);
    if (request.url === '/') reply.setHeader('content-type', 'text/html').end(PAGE);
    else if (!fs.existsSync(file)) reply.writeHead(404).end();
    else reply.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream').end(fs.readFileSync(file));
  });
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server)); });
}

/** In the browser: shows the form with a response in it. */
async function show(form, response) {
  const empty = LForms.Util.convertFHIRQuestionnaireToLForms(form, 'R4');
  await LForms.Util.addFormToPage(LForms.Util.mergeFHIRDataIntoLForms(response, empty, 'R4'), 'form', { prepopulate: false });
  // The next frame but one is drawn after everything that the conditions of the form hide and show.
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
}

(async () => {
  const [lforms, executablePath, formFile, to, pictured, ...files] = process.argv.slice(2);
  const form = JSON.parse(fs.readFileSync(formFile));
  const server = await serve(path.join(lforms, 'dist/lforms'));
  const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.setViewport(TOP);
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => window.LForms?.FHIR?.R4 && customElements.get('wc-lhc-form'));
    for (const file of files) {
      const name = path.basename(file, '.json');
      await page.evaluate(show, form, JSON.parse(fs.readFileSync(file)));
      const back = await page.evaluate(() => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4'));
      fs.writeFileSync(path.join(to, `${name}.json`), JSON.stringify(back, null, 1));
      if (pictured.split(',').includes(name)) {
        await page.screenshot({ path: path.join(to, `${name}.png`), fullPage: true });
        await page.screenshot({ path: path.join(to, `${name}-top.png`), clip: { x: 0, y: 0, ...TOP } });
      }
    }
    if (faults.length) throw new Error(`the page complains: ${faults[0]}`);
  } finally {
    await browser.close();
    server.close();
  }
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
