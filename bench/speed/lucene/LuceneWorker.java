import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;

/**
 * Lucene behind the commands of bench/speed/worker.py: one segment, WhitespaceAnalyzer, BM25, no query cache.
 *
 * Times are taken here, around IndexSearcher.search. Document numbers are the lines of the corpus: segments are
 * merged with their neighbours only.
 */
public class LuceneWorker {
    private static final float K1 = 1.2f;
    private static final float B = 0.75f;
    private static final int DELETED = 3;
    private static final long SHORT_NS = 2_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Asked(IndexSearcher searcher, Query query, boolean count) {}

    private final Map<String, IndexSearcher> open = new HashMap<>();
    private final List<Asked> queries = new ArrayList<>();
    private long[] lastNs = new long[0];

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        LuceneWorker worker = new LuceneWorker();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = commands.readLine()) != null; ) {
            ObjectNode answer = JSON.createObjectNode();
            try {
                worker.carryOut(JSON.readTree(line), answer);
            } catch (Exception error) {
                answer.put("error", error.toString());
            }
            answers.println(answer);
        }
    }

    private void carryOut(JsonNode command, ObjectNode answer) throws IOException {
        switch (command.get("do").asText()) {
            case "about" -> about(answer);
            case "build" -> build(command, answer);
            case "open" -> open(command, answer);
            case "prepare" -> prepare(command.get("queries"), answer);
            case "tune" -> answer.put("chosen", ""); // Lucene chooses by itself
            case "warm" -> warm(command);
            case "time" -> time(command, answer);
            case "answer" -> answer(queries.get(command.get("query").asInt()), command.get("k").asInt(), answer);
            case "repeat" -> repeat(command, answer);
            case "memory" -> {
                answer.put("private_kb", memory("smaps_rollup", "Private_Dirty"));
                answer.put("peak_kb", memory("status", "VmHWM"));
            }
            default -> throw new IllegalArgumentException("unknown command");
        }
    }

    private static void about(ObjectNode answer) {
        answer.put("title", "Lucene").put("limit", 10_000_000);
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        String module = vectors ? " with the vector module" : "";
        answer.put("version", Version.LATEST + " on Java " + Runtime.version().feature() + module);
        answer.put("clock", "query object made ahead; terms looked up in the dictionary within the clock");
        answer.putArray("forms").add("terms").add("stored").add("deleted");
    }

    private static void build(JsonNode command, ObjectNode answer) throws IOException {
        long wall = System.nanoTime();
        Path folder = Path.of(command.get("folder").asText());
        String form = command.get("form").asText();
        if (form.equals("deleted")) {
            delete(folder);
        } else {
            String stem = command.get("corpus").asText() + "/big" + command.get("label").asText() + ".";
            index(folder, stem, form.equals("stored"));
        }
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        answer.put("cpu_s", system.getProcessCpuTime() / 1e9).put("wall_s", (System.nanoTime() - wall) / 1e9);
        answer.put("peak_kb", memory("status", "VmHWM"));
    }

    private static IndexWriterConfig config() {
        return new IndexWriterConfig(new WhitespaceAnalyzer())
                .setSimilarity(new BM25Similarity(K1, B))
                .setRAMBufferSizeMB(1500);
    }

    private static void index(Path folder, String stem, boolean stored) throws IOException {
        IndexWriterConfig config = config().setMergePolicy(new LogByteSizeMergePolicy());
        try (IndexWriter writer = new IndexWriter(new MMapDirectory(folder), config);
                BufferedReader bodies = Files.newBufferedReader(Path.of(stem + "terms"));
                BufferedReader titles = Files.newBufferedReader(Path.of(stem + "titles"));
                BufferedReader sources = Files.newBufferedReader(Path.of(stem + "sources"));
                BufferedReader texts = Files.newBufferedReader(Path.of(stem + "texts"))) {
            for (String body; (body = bodies.readLine()) != null; ) {
                Document document = new Document();
                document.add(new TextField("body", body, Field.Store.NO));
                String title = titles.readLine();
                if (!title.isEmpty()) {
                    document.add(new TextField("title", title, Field.Store.NO));
                }
                document.add(new StringField("source", sources.readLine(), Field.Store.NO));
                if (stored) {
                    document.add(new StoredField("text", texts.readLine()));
                }
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    /** Deletes every tenth paragraph of the index "terms" that stands beside the folder, in a copy of it. */
    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder.resolveSibling("terms"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        IndexWriterConfig config = config().setMergePolicy(NoMergePolicy.INSTANCE);
        try (IndexWriter writer = new IndexWriter(new MMapDirectory(folder), config);
                DirectoryReader reader = DirectoryReader.open(writer)) {
            for (int number = DELETED; number < reader.maxDoc(); number += 10) {
                if (writer.tryDeleteDocument(reader, number) == -1) {
                    throw new IllegalStateException("could not delete " + number);
                }
            }
        }
    }

    private void open(JsonNode command, ObjectNode answer) throws IOException {
        long start = System.nanoTime();
        DirectoryReader reader = DirectoryReader.open(new MMapDirectory(Path.of(command.get("folder").asText())));
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(new BM25Similarity(K1, B));
        searcher.setQueryCache(null);
        open.put(command.get("form").asText(), searcher);
        answer.put("ms", (System.nanoTime() - start) / 1e6);
    }

    private void prepare(JsonNode asked, ObjectNode answer) {
        queries.clear();
        lastNs = new long[asked.size()];
        for (JsonNode query : asked) {
            IndexSearcher searcher = open.get(query.get("form").asText());
            if (searcher == null) {
                answer.put("supported", false);
                return;
            }
            queries.add(new Asked(searcher, query(query), query.get("count").asBoolean()));
        }
        answer.put("supported", true);
    }

    private static Query query(JsonNode asked) {
        Query made = words(asked);
        String source = asked.get("source").asText();
        String without = asked.get("without").asText();
        if (source.isEmpty() && without.isEmpty()) {
            return made;
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder().add(made, Occur.MUST);
        if (!source.isEmpty()) {
            query.add(new TermQuery(new Term("source", source)), Occur.FILTER);
        }
        if (!without.isEmpty()) {
            query.add(new TermQuery(new Term("body", without)), Occur.MUST_NOT);
        }
        return query.build();
    }

    private static Query words(JsonNode asked) {
        List<String> words = new ArrayList<>();
        asked.get("words").forEach(word -> words.add(word.asText()));
        if (asked.get("kind").asText().equals("phrase")) {
            return new PhraseQuery("body", words.toArray(String[]::new));
        }
        Occur occur = asked.get("kind").asText().equals("all") ? Occur.MUST : Occur.SHOULD;
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String word : words) {
            List<Query> places = places(word, asked.get("fields"));
            if (occur == Occur.SHOULD || places.size() == 1) {
                places.forEach(place -> query.add(place, occur));
            } else {
                BooleanQuery.Builder either = new BooleanQuery.Builder();
                places.forEach(place -> either.add(place, Occur.SHOULD));
                query.add(either.build(), Occur.MUST);
            }
        }
        return query.build();
    }

    private static List<Query> places(String word, JsonNode fields) {
        List<Query> places = new ArrayList<>();
        for (Iterator<String> names = fields.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            Query term = new TermQuery(new Term(name, word));
            float weight = (float) fields.get(name).asDouble();
            places.add(weight == 1f ? term : new BoostQuery(term, weight));
        }
        return places;
    }

    private void warm(JsonNode command) throws IOException {
        long end = System.nanoTime() + (long) (command.get("seconds").asDouble() * 1e9);
        int k = command.get("k").asInt();
        for (int pass = 0; pass < command.get("passes").asInt(); pass++) {
            for (int number = 0; number < queries.size(); number++) {
                lastNs[number] = timed(queries.get(number), k);
                if (System.nanoTime() > end) {
                    return;
                }
            }
        }
    }

    private void time(JsonNode command, ObjectNode answer) throws IOException {
        int number = command.get("query").asInt();
        int k = command.get("k").asInt();
        if (lastNs[number] < SHORT_NS) {
            timed(queries.get(number), k);
        }
        lastNs[number] = timed(queries.get(number), k);
        answer.put("ns", lastNs[number]);
    }

    private void repeat(JsonNode command, ObjectNode answer) throws IOException {
        long end = System.nanoTime() + (long) (command.get("seconds").asDouble() * 1e9);
        int searches = 0;
        while (searches < command.get("searches").asInt() && System.nanoTime() < end) {
            timed(queries.get(searches++ % queries.size()), command.get("k").asInt());
        }
        answer.put("searches", searches);
    }

    private static long timed(Asked asked, int k) throws IOException {
        long start = System.nanoTime();
        search(asked, k);
        return System.nanoTime() - start;
    }

    private static TopDocs search(Asked asked, int k) throws IOException {
        int counted = asked.count() ? Integer.MAX_VALUE : k;
        return asked.searcher().search(asked.query(), new TopScoreDocCollectorManager(k, counted));
    }

    private static void answer(Asked asked, int k, ObjectNode answer) throws IOException {
        TopDocs found = search(asked, k);
        var ids = answer.putArray("ids");
        var scores = answer.putArray("scores");
        for (ScoreDoc hit : found.scoreDocs) {
            ids.add(hit.doc);
            scores.add(hit.score);
        }
        if (asked.count()) {
            answer.put("total", found.totalHits.value());
        } else {
            answer.putNull("total");
        }
    }

    /** Returns a line of Linux' account of this process, in KiB. */
    private static long memory(String account, String line) throws IOException {
        for (String status : Files.readAllLines(Path.of("/proc/self", account))) {
            if (status.startsWith(line + ":")) {
                return Long.parseLong(status.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
