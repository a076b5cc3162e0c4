// What the two validators of structure do not look at, in FHIRPath (npm's fhirpath): the
// constraints of FHIR R4 (que-, qrs-, ext-, inv-, ref-), of the guide SDC (sdc-) and of the
// guide DTR (dtrq-, dtrx-), each under its name, and what those guides say in words.
// usage: node constraints.js [--unstated] FILE…
//   names each file with a fault, and which; exit status 1 if there is one
//   --unstated: an answer need not say where it is from, as when its provider did not
const fs = require('fs');
const fhirpath = require('fhirpath');
const r4 = require('fhirpath/fhir-context/r4');

const ORIGIN = "'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin'";
const COMPLETION = "'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/estimated-completion-time'";
const UNIT = "'http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption'";

const items = (constraint) => `descendants().where(linkId.exists()).all(${constraint})`;

const EVERY_RESOURCE = {
  'ext-1': '(extension | descendants().extension).all(extension.exists() != value.exists())',
};

const BY_TYPE = {
  Questionnaire: {
    'que-0': "name.matches('^[A-Z][A-Za-z0-9_]{0,254}$')",
    'que-1': items("(type = 'group' implies item.exists()) and (type = 'display' implies item.empty())"),
    'que-2': 'descendants().linkId.isDistinct()',
    'que-3': items("type != 'display' or code.empty()"),
    'que-4': items('answerOption.empty() or answerValueSet.empty()'),
    'que-5': items("(type in ('choice' | 'open-choice' | 'decimal' | 'integer' | 'date' | 'dateTime' | 'time' | 'string' | 'quantity')) or (answerValueSet.empty() and answerOption.empty())"),
    'que-6': items("type != 'display' or (required.empty() and repeats.empty())"),
    'que-7': "descendants().where(operator.exists()).all(operator = 'exists' implies (answer is boolean))",
    'que-8': items("(type in ('group' | 'display')).not() or initial.empty()"),
    'que-9': items("type != 'display' or readOnly.empty()"),
    'que-10': items("(type in ('boolean' | 'decimal' | 'integer' | 'string' | 'text' | 'url' | 'open-choice')) or maxLength.empty()"),
    'que-11': items('answerOption.empty() or initial.empty()'),
    'que-12': items('enableWhen.count() > 1 implies enableBehavior.exists()'),
    'que-13': items('repeats = true or initial.count() <= 1'),
    'sdc-base-1': 'descendants().answerOption.value.all(code.exists() or display.exists())',
    'sdc-base-2': 'descendants().answerOption.value.all(code.exists() implies system.exists())',
    'dtrq-2': items("(type in ('choice' | 'open-choice')) implies answerOption.exists()"),
    'dtrq-3': items(`type = 'quantity' implies extension.where(url = ${UNIT}).exists()`),
    'dtrq-6': `extension.where(url = ${COMPLETION}).extension.where(url = 'clinicalTime').exists()`,
    'one subject: the patient': "subjectType.count() = 1 and subjectType = 'Patient'",
    'each item has a text': items('text.count() = 1'),
    'fewer than 40 options': items('answerOption.count() < 40'),
  },
  QuestionnaireResponse: {
    'qrs-1': items('answer.empty() or item.empty()'),
    'dtrx-1': `descendants().where(url = ${ORIGIN}).all(extension.where(url = 'source' and (value in ('auto-client' | 'auto-server'))).exists() != extension.where(url = 'author').exists())`,
    'one origin an answer': `descendants().answer.all(extension.where(url = ${ORIGIN}).count() = 1)`,
    'names a version of the form': "questionnaire.matches('^[^|]+[|][^|]+$')",
    'about the patient': "subject.empty() or subject.type = 'Patient'",
    'each item has a text': items('text.count() = 1'),
  },
  GuidanceResponse: {
    'decides nothing': "status in ('success' | 'data-requested' | 'data-required')",
    'ref-1': "outputParameters.reference = '#' + contained.id",
    'inv-1': 'contained.descendants().where(name.exists()).all(part.exists() != value.exists())',
  },
};

/** The items of a form in the order in which they stand. */
const inOrder = (item) => (item.item ?? []).flatMap((inner) => [inner, ...inOrder(inner)]);

/**
 * A condition names a question that stands before its item: FHIR takes the nearest one
 * before, so one that stands after is that of the entry before. FHIRPath has no order.
 */
function conditionsPointBack(form) {
  const before = new Set();
  return inOrder(form).every((item) => {
    before.add(item.linkId);
    return (item.enableWhen ?? []).every(({ question }) => question !== item.linkId && before.has(question));
  });
}

const compiled = new Map();
function holds(resource, expression) {
  if (typeof expression === 'function') return expression(resource);
  if (!compiled.has(expression)) compiled.set(expression, fhirpath.compile(expression, r4));
  const result = compiled.get(expression)(resource, { resource });
  return result.length === 1 && result[0] === true;
}

const args = process.argv.slice(2);
const isUnstated = args[0] === '--unstated' && Boolean(args.shift());
BY_TYPE.Questionnaire['a condition names a question before it'] = conditionsPointBack;
if (isUnstated) delete BY_TYPE.QuestionnaireResponse['one origin an answer'];

for (const file of args) {
  const resource = JSON.parse(fs.readFileSync(file));
  const constraints = { ...EVERY_RESOURCE, ...BY_TYPE[resource.resourceType] };
  const failed = Object.keys(constraints).filter((name) => !holds(resource, constraints[name]));
  if (failed.length) {
    console.log(`${file}: ${failed.join('; ')}`);
    process.exitCode = 1;
  }
}
