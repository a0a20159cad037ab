"""Check the hand-written evaluation set of the sharing rules. Run: python3 check.py"""
import collections, difflib, json, pathlib, re, sys
here = pathlib.Path(__file__).parent
load = lambda n: [json.loads(l) for l in (here / n).read_text('utf-8').splitlines()]
d, o, c, r = map(load, ('drafts.jsonl', 'disclosure.jsonl', 'clean.jsonl', '../../../assistant/checking/rules/ready_made.jsonl'))
bad = []
def need(ok, what):
    if not ok: bad.append(what)
C = collections.Counter
ids = [x['id'] for x in d + o + c + r]
need(len(ids) == len(set(ids)), 'ids not unique')
need((len(d), len(o), len(c), len(r)) == (288, 36, 90, 16), 'counts')
rules = {x['id'] for x in r}
need({x['rule'] for x in d} == rules, 'rule ids differ')
for k, n in C((x['rule'], x['label'], x['lang']) for x in d).items(): need(n == 3, (k, n))
need(len(C((x['rule'], x['label'], x['lang']) for x in d)) == 96, 'cells')
for x in d:
    need(60 <= len(x['text']) <= 900, ('length', x['id'], len(x['text'])))
    need((x['label'] == 'break') == bool(x['quote']), ('quote presence', x['id']))
    if x['quote']: need(x['text'].count(x['quote']) == 1, ('quote', x['id']))
for k, n in C((x['rule'], x['split']) for x in d).items(): need(8 <= n <= 10, ('split', k, n))
for k, n in C((x['rule'], x['label'], x['split']) for x in d).items(): need(4 <= n <= 5, ('split', k, n))
for x in o: need(x['organisation'] in x['text'], ('organisation', x['id']))
need(C(x['lang'] for x in o) == C(nl=12, fr=12, en=12), 'disclosure languages')
need(C(x['lang'] for x in c) == C(nl=30, fr=30, en=30), 'clean languages')
for x in c: need(100 <= len(x['text']) <= 900, ('length', x['id'], len(x['text'])))
ex = []
for x in r:
    need(x['severity'] in ('advice', 'review', 'block'), x['id'])
    for k in ('title', 'description', 'message', 'reason', 'rewording'): need(set(x[k]) == {'nl', 'fr', 'en'}, (x['id'], k))
    for k in ('must_flag', 'must_pass'):
        need(C(e['lang'] for e in x[k]) == C(nl=2, fr=2, en=2), (x['id'], k))
        ex += [e['text'] for e in x[k]]
texts = [x['text'] for x in d + o + c] + ex
need(len(texts) == len(set(texts)), 'a text occurs twice')
sent = C(s.strip().lower() for t in texts for s in re.split(r'(?<=[.!?])\s+', t) if len(s.strip()) > 25)
for s, n in sent.items(): need(n == 1, ('sentence twice', s))
g = collections.defaultdict(set)            # no shared runs of seven words
for i, t in enumerate(texts):
    w = re.findall(r'\w+', t.lower())
    for j in range(len(w) - 6): g[tuple(w[j:j + 7])].add(i)
for k, v in g.items(): need(len(v) == 1, ('seven words shared', ' '.join(k)))
print('drafts', len(d), dict(C((x['label'], x['split']) for x in d)), dict(C((x['lang']) for x in d)))
print('disclosure', len(o), {k: dict(C(x[k] for x in o)) for k in ('works_there_said', 'reward', 'ad_word', 'split')})
print('clean', len(c), dict(C((x['lang'], x['split']) for x in c)))
print('ready rules', len(r), dict(C(x['severity'] for x in r)), 'examples', len(ex))
print('lengths drafts', min(len(x['text']) for x in d), sum(len(x['text']) for x in d) // 288, max(len(x['text']) for x in d))
for b in bad: print('PROBLEM', b)
sys.exit(bool(bad))
