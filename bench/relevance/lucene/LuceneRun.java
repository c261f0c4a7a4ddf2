import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Writes a TREC run of Lucene's IndonesianAnalyzer and BM25: DOCUMENTS.tsv QUERIES.tsv RUN DEPTH.
 *
 * A query is a disjunction of its terms, a repeated term counting as often as it stands there, which is what
 * Anserini searches.
 */
public class LuceneRun {
    private static final float K1 = 0.9f;
    private static final float B = 0.4f;

    public static void main(String[] arguments) throws IOException {
        Analyzer analyzer = new IndonesianAnalyzer();
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
            index(directory, analyzer, Path.of(arguments[0]));
            search(directory, analyzer, Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
        }
    }

    private static void index(ByteBuffersDirectory directory, Analyzer analyzer, Path documents) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(analyzer).setSimilarity(new BM25Similarity(K1, B));
        try (IndexWriter writer = new IndexWriter(directory, config);
                BufferedReader lines = Files.newBufferedReader(documents)) {
            for (String line; (line = lines.readLine()) != null; ) {
                int tab = line.indexOf('\t');
                Document document = new Document();
                document.add(new StringField("id", line.substring(0, tab), Field.Store.YES));
                document.add(new TextField("body", line.substring(tab + 1), Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    private static void search(
            ByteBuffersDirectory directory, Analyzer analyzer, Path queries, Path run, int depth) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory);
                BufferedReader lines = Files.newBufferedReader(queries);
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(run, StandardCharsets.UTF_8))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(new BM25Similarity(K1, B));
            StoredFields stored = reader.storedFields();
            for (String line; (line = lines.readLine()) != null; ) {
                int tab = line.indexOf('\t');
                ScoreDoc[] hits = searcher.search(terms(analyzer, line.substring(tab + 1)), depth).scoreDocs;
                for (int rank = 0; rank < hits.length; rank++) {
                    String id = stored.document(hits[rank].doc).get("id");
                    out.printf("%s Q0 %s %d %s lucene%n", line.substring(0, tab), id, rank + 1, hits[rank].score);
                }
            }
        }
    }

    private static BooleanQuery terms(Analyzer analyzer, String text) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        try (TokenStream stream = analyzer.tokenStream("body", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                counts.merge(term.toString(), 1, Integer::sum);
            }
            stream.end();
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        counts.forEach((term, count) -> query.add(
                new BoostQuery(new TermQuery(new Term("body", term)), count), BooleanClause.Occur.SHOULD));
        return query.build();
    }
}
