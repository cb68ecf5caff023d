"""Run by the peers' own Python: texts as JSON lines in, the names they find and the time out."""

import json
import sys
import time
import warnings


def natasha():
    """Named entities of type person, normalised, by natasha's neural tagger."""
    from natasha import Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, Segmenter

    vocab, segmenter, embedding = MorphVocab(), Segmenter(), NewsEmbedding()
    morph, ner = NewsMorphTagger(embedding), NewsNERTagger(embedding)

    def names(text):
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morph)
        doc.tag_ner(ner)
        people = [span for span in doc.spans if span.type == "PER"]
        for span in people:
            span.normalize(vocab)
        return [span.normal for span in people]

    return names


def yargy():
    """Names by the grammar of yargy that comes with natasha."""
    from natasha import MorphVocab, NamesExtractor

    extractor = NamesExtractor(MorphVocab())

    def names(text):
        facts = [match.fact for match in extractor(text)]
        return [" ".join(p for p in (f.last, f.first, f.middle) if p) for f in facts]

    return names


def main():
    """Read texts from standard input, write {"start", "seconds", "names"} to standard output."""
    warnings.simplefilter("ignore")
    texts = [json.loads(line) for line in sys.stdin]
    began = time.perf_counter()
    names = {"natasha": natasha, "yargy": yargy}[sys.argv[1]]()
    names("Иванов Иван Иванович")
    start = time.perf_counter() - began
    began = time.perf_counter()
    found = [names(text) for text in texts]
    print(json.dumps({"start": start, "seconds": time.perf_counter() - began, "names": found}))


if __name__ == "__main__":
    main()
