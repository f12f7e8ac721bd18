"""Small files of an earlier OCR in each format, with a text of our own."""

from __future__ import annotations

ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">
  <Description><MeasurementUnit>pixel</MeasurementUnit></Description>
  <Tags><StructureTag ID="t1" LABEL="Headline"/></Tags>
  <Layout>
    <Page ID="page1" PHYSICAL_IMG_NR="1" WIDTH="1000" HEIGHT="1400">
      <TopMargin ID="top" HPOS="0" VPOS="0" WIDTH="1000" HEIGHT="60">
        <TextBlock ID="b0" HPOS="100" VPOS="10" WIDTH="120" HEIGHT="40">
          <TextLine ID="l0" HPOS="100" VPOS="10" WIDTH="120" HEIGHT="40">
            <String CONTENT="河边晨报" HPOS="100" VPOS="10" WIDTH="120" HEIGHT="40"/>
          </TextLine>
        </TextBlock>
      </TopMargin>
      <PrintSpace ID="space" HPOS="0" VPOS="60" WIDTH="1000" HEIGHT="1300">
        <TextBlock ID="b1" HPOS="100" VPOS="100" WIDTH="320" HEIGHT="40" TAGREFS="t1">
          <TextLine ID="l1" HPOS="100" VPOS="100" WIDTH="320" HEIGHT="40">
            <String CONTENT="木桥修好了" HPOS="100" VPOS="100" WIDTH="200" HEIGHT="40" WC="0.9"/>
          </TextLine>
        </TextBlock>
        <Illustration ID="i1" HPOS="500" VPOS="100" WIDTH="300" HEIGHT="200"/>
        <ComposedBlock ID="c1" HPOS="100" VPOS="200" WIDTH="320" HEIGHT="90" TYPE="advertisement">
          <TextBlock ID="b2" HPOS="100" VPOS="200" WIDTH="320" HEIGHT="90">
            <TextLine ID="l2" HPOS="100" VPOS="200" WIDTH="320" HEIGHT="40">
              <String CONTENT="新茶" HPOS="100" VPOS="200" WIDTH="80" HEIGHT="40" WC="0.8" CC="09"/>
              <SP HPOS="180" VPOS="200" WIDTH="4"/>
              <String CONTENT="上市" HPOS="184" VPOS="200" WIDTH="80" HEIGHT="40" WC="0.7"/>
              <SP HPOS="264" VPOS="200" WIDTH="56"/>
              <String CONTENT="Tea" HPOS="320" VPOS="200" WIDTH="60" HEIGHT="40"/>
              <HYP CONTENT="-" HPOS="380" VPOS="200" WIDTH="10" HEIGHT="40"/>
            </TextLine>
            <TextLine ID="l3" HPOS="100" VPOS="250" WIDTH="40" HEIGHT="40">
              <String CONTENT="末" HPOS="100" VPOS="250" WIDTH="40" HEIGHT="40">
                <Glyph CONTENT="末" HPOS="102" VPOS="251" WIDTH="36" HEIGHT="38" GC="0.6">
                  <Variant CONTENT="未" VC="0.3"/>
                </Glyph>
              </String>
            </TextLine>
          </TextBlock>
        </ComposedBlock>
        <GraphicalElement ID="g1" HPOS="90" VPOS="300" WIDTH="400" HEIGHT="2"/>
      </PrintSpace>
    </Page>
  </Layout>
</alto>
"""

HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
 <head><title></title><meta name='ocr-system' content='tesseract'/></head>
 <body>
  <div class='ocr_page' id='page_1' title='image "a;b.png"; bbox 0 0 1000 1400; ppageno 0; scan_res 400 400'>
   <div class='ocr_photo' id='photo' title="bbox 500 100 800 300"></div>
   <div class='ocr_carea' id='block_1' title="bbox 100 100 420 300">
    <p class='ocr_par' id='par_1' title="bbox 100 100 420 190">
     <span class='ocr_header' id='line_1' title="bbox 100 100 300 140; x_size 40">
      <span class='ocrx_word' id='w1' title='bbox 100 100 180 140; x_wconf 91'>木桥</span>
      <span class='ocrx_word' id='w2' title='bbox 180 100 300 140; x_wconf 42'>修好了</span>
     </span>
    </p>
    <p class='ocr_par' id='par_2' title="bbox 100 200 420 290">
     <span class='ocr_line' id='line_2' title="bbox 100 200 400 240"><span class='ocrx_word'
      title='bbox 100 200 140 240'>共</span> <span class='ocrx_word' title='bbox 160 200 220 240'>300</span>&nbsp;<span
      class='ocrx_word' title='bbox 240 200 280 240'><em>米</em></span></span>
     <span class='ocr_line' id='line_3' title="bbox 100 250 400 290">没有词的一行</span>
    </p>
   </div>
  </div>
 </body>
</html>
"""

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
  <Metadata><Creator>nobody</Creator><Created>2020-01-01T00:00:00</Created>
    <LastChange>2020-01-01T00:00:00</LastChange></Metadata>
  <Page imageFilename="x.png" imageWidth="1000" imageHeight="1400">
    <ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="1" regionRef="r1"/>
      <RegionRefIndexed index="0" regionRef="r2"/></OrderedGroup></ReadingOrder>
    <TextRegion id="r1" type="paragraph" readingDirection="top-to-bottom" textLineOrder="right-to-left">
      <Coords points="700,100 800,100 800,500 700,500"/>
      <TextLine id="l1">
        <Coords points="760,100 800,102 800,500 760,498"/>
        <Word id="w1">
          <Coords points="760,100 800,100 800,180 760,180"/>
          <Glyph id="g1"><Coords points="762,102 798,102 798,138 762,138"/>
            <TextEquiv index="1" conf="0.2"><Unicode>未</Unicode></TextEquiv>
            <TextEquiv index="0" conf="0.7"><Unicode>末</Unicode></TextEquiv></Glyph>
          <Glyph id="g2"><Coords points="762,142 798,142 798,178 762,178"/>
            <TextEquiv conf="0.9"><Unicode>日</Unicode></TextEquiv></Glyph>
          <TextEquiv conf="0.8"><Unicode>末日</Unicode></TextEquiv>
        </Word>
        <Word id="w2"><Coords points="760,180 800,180 800,260 760,260"/>
          <TextEquiv conf="0.5"><Unicode>之后</Unicode></TextEquiv></Word>
        <TextEquiv><Unicode>末日之后</Unicode></TextEquiv>
      </TextLine>
      <TextLine id="l2">
        <Coords points="710,100 750,100 750,260 710,260"/>
        <Word id="w3"><Coords points="710,100 750,100 750,260 710,260"/>
          <TextEquiv><Unicode>旧的读法</Unicode></TextEquiv></Word>
        <TextEquiv conf="0.6"><Unicode>改过的字句</Unicode></TextEquiv>
      </TextLine>
    </TextRegion>
    <TextRegion id="r2" type="heading">
      <Coords points="100,100 500,140"/>
      <TextLine id="l3"><Coords points="100,100 500,100 500,140 100,140"/>
        <TextEquiv><Unicode>木桥 修好了</Unicode></TextEquiv></TextLine>
    </TextRegion>
    <AdvertRegion id="a1"><Coords points="100,600 500,600 500,700 100,700"/>
      <TextRegion id="r3"><Coords points="100,600 500,600 500,700 100,700"/>
        <TextEquiv><Unicode>新茶上市
欢迎品尝</Unicode></TextEquiv></TextRegion>
    </AdvertRegion>
    <ImageRegion id="i1"><Coords points="600,700 700,700 700,800 600,800"/></ImageRegion>
    <SeparatorRegion id="s1"><Coords points="600,900 700,900 700,902 600,902"/></SeparatorRegion>
  </Page>
</PcGts>
"""
