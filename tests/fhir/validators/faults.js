// Writes copies of the form and of samples, each with one fault, into a folder: what the
// validators are to find. A file is named after its fault.
// usage: node faults.js OUTPUTS FOLDER     OUTPUTS is what `../outputs` wrote
const fs = require('fs');
const path = require('path');

const [outputs, folder] = process.argv.slice(2);
const COMPLETE = '2026-03-02-diagnostic-clean';
const HALF_ANSWERED = '2026-05-18-therapeutic-half-answered';

const items = (item) => (item.item ?? []).flatMap((inner) => [inner, ...items(inner)]);
const linked = (resource, link) => items(resource).find(({ linkId }) => linkId === link);
const answered = (response) => items(response).find(({ answer }) => answer).answer[0];
const origin = (answer) => answer.extension.find(({ url }) => url.endsWith('information-origin'));

const FAULTS = {
  'form.json': {
    'link of another item': (form) => { linked(form, 'request.side').linkId = 'request.procedure'; },
    'item without a link': (form) => { delete linked(form, 'request.side').linkId; },
    'item without a text': (form) => { delete linked(form, 'request.side').text; },
    'item of an unknown type': (form) => { linked(form, 'request.side').type = 'radio'; },
    'unknown key': (form) => { linked(form, 'request.side').hint = 'left or right'; },
    'a list where one value belongs': (form) => { form.status = ['active']; },
    'condition on no item': (form) => { linked(form, 'right').enableWhen[0].question = 'request.sides'; },
    'condition on a later item': (form) => { linked(form, 'request').enableWhen = linked(form, 'right').enableWhen.slice(0, 1); },
    'conditions not said to be all or any': (form) => { delete linked(form, 'right').enableBehavior; },
    'exists with a code': (form) => { linked(form, 'right').enableWhen[0].operator = 'exists'; },
    'choice without options': (form) => { delete linked(form, 'request.side').answerOption; },
    'option without a system': (form) => { delete linked(form, 'request.side').answerOption[0].valueCoding.system; },
    'quantity without units': (form) => { delete linked(form, 'pain.onset.ago').extension; },
    'help that is required': (form) => { linked(form, 'request.side.help').required = true; },
    'extension without a value': (form) => { delete form.extension[1].valueCode; },
    'form about a group': (form) => { form.subjectType = ['Group']; },
  },
  [`plan/${COMPLETE}.json`]: {
    'answer of unsaid origin': (response) => { delete answered(response).extension; },
    'typed by nobody': (response) => { origin(answered(response)).extension.pop(); },
    'answer of two values': (response) => { answered(response).valueString = 'left'; },
    'no such day': (response) => { linked(response, 'left.service_date').answer[0].valueDate = '2026-02-30'; },
    'number as a text': (response) => { linked(response, 'pain.onset.ago').answer[0].valueQuantity.value = 'twelve'; },
    'response without a status': (response) => { delete response.status; },
    'items under a question and its answer': (response) => { linked(response, 'request.side').item = [{ linkId: 'request.side.help', text: 'help' }]; },
    'response to no version': (response) => { response.questionnaire = response.questionnaire.split('|')[0]; },
  },
  [`guidance/${HALF_ANSWERED}.json`]: {
    'status of an adjudication': (guidance) => { guidance.status = 'denied'; },
    'status that is none of ours': (guidance) => { guidance.status = 'failure'; },
    'two modules': (guidance) => { guidance.moduleUri = guidance.moduleCanonical; },
    'output that is not there': (guidance) => { guidance.outputParameters.reference = '#outcome'; },
    'value beside parts': (guidance) => { guidance.contained[0].parameter.find(({ part }) => part).valueString = 'missing'; },
    'requirement without a type': (guidance) => { delete guidance.dataRequirement[0].type; },
  },
};

fs.mkdirSync(folder, { recursive: true });
for (const [file, faults] of Object.entries(FAULTS)) {
  for (const [name, make] of Object.entries(faults)) {
    const resource = JSON.parse(fs.readFileSync(path.join(outputs, file)));
    make(resource);
    fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(resource));
  }
}
