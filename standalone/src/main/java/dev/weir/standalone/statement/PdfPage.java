package dev.weir.standalone.statement;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/**
 * Writes lines of text from the top of an A4 page down, and goes on with the next page at its end.
 * The fonts are those that every reader has, so no font is in the file; what they have no glyph for
 * is written as a question mark.
 */
final class PdfPage implements AutoCloseable {

  private static final float MARGIN = 40;
  private static final float SIZE = 8.5f;
  private static final float SMALL = 7;
  private static final float LINE = 1.4f;
  private static final int CELL_MAX = 200;

  private final PDDocument document;
  private final PDFont plain = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
  private final PDFont bold = new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD);
  private PDPageContentStream content;
  private float y;

  /** Where a cell stands: the left or right end of its text, in points from the margin. */
  record Column(float x, boolean isRight) {

    static Column left(float x) {
      return new Column(x, false);
    }

    static Column right(float x) {
      return new Column(x, true);
    }
  }

  PdfPage(PDDocument document) throws IOException {
    this.document = document;
    this.content = next();
  }

  private PDPageContentStream next() throws IOException {
    PDPage page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    y = PDRectangle.A4.getHeight() - MARGIN;
    return new PDPageContentStream(document, page);
  }

  void title(String text) throws IOException {
    line(bold, 15, List.of(Column.left(0)), text);
  }

  void heading(String text) throws IOException {
    gap();
    line(bold, 10, List.of(Column.left(0)), text);
  }

  void text(String text) throws IOException {
    line(plain, SIZE, List.of(Column.left(0)), text);
  }

  void small(String text) throws IOException {
    line(plain, SMALL, List.of(Column.left(0)), text);
  }

  void bold(List<Column> columns, String... cells) throws IOException {
    line(bold, SIZE, columns, cells);
  }

  void row(List<Column> columns, String... cells) throws IOException {
    line(plain, SIZE, columns, cells);
  }

  void gap() {
    y -= SIZE;
  }

  private void line(PDFont font, float size, List<Column> columns, String... cells)
      throws IOException {
    if (y - size * LINE < MARGIN) {
      content.close();
      content = next();
    }
    y -= size * LINE;
    for (int i = 0; i < cells.length; i++) {
      Column column = columns.get(i);
      float end = i + 1 < cells.length && !column.isRight() ? room(columns.get(i + 1), column) : 0;
      String text = fitting(encodable(cells[i], font), font, size, end);
      float left = column.isRight() ? column.x() - width(text, font, size) : column.x();
      content.beginText();
      content.setFont(font, size);
      content.newLineAtOffset(MARGIN + left, y);
      content.showText(text);
      content.endText();
    }
  }

  /** How wide a cell may be that ends before the next one; a number to the right needs its half. */
  private static float room(Column next, Column own) {
    float all = next.x() - own.x();
    return next.isRight() ? all - 55 : all - 4;
  }

  private static String fitting(String text, PDFont font, float size, float room)
      throws IOException {
    if (room <= 0 || width(text, font, size) <= room) {
      return text;
    }
    String shorter = text;
    while (!shorter.isEmpty() && width(shorter + "...", font, size) > room) {
      shorter = shorter.substring(0, shorter.length() - 1);
    }
    return shorter + "...";
  }

  private static float width(String text, PDFont font, float size) throws IOException {
    return font.getStringWidth(text) / 1000 * size;
  }

  private static String encodable(String text, PDFont font) {
    var readable = new StringBuilder();
    text.codePoints()
        .limit(CELL_MAX)
        .forEach(each -> {
          String character = Character.toString(each);
          try {
            var _ = font.encode(character);
            readable.append(character);
          } catch (IOException | IllegalArgumentException e) {
            readable.append('?');
          }
        });
    return readable.toString();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
