// The few functions of libxml2 that Ingest calls, declared here: its own headers lie in a folder that
// only pkg-config names. All values are opaque, so that
// these declarations hold for every version of libxml2 2.

#ifndef ASK_CXML_SHIM_H
#define ASK_CXML_SHIM_H

typedef struct _xmlTextReader *ask_xml_reader;
typedef struct _xmlDoc *ask_xml_document;

extern void xmlInitParser(void);

extern ask_xml_reader xmlReaderForMemory(
    const char *bytes, int count, const char *url, const char *encoding, int options);
extern ask_xml_reader xmlReaderForIO(
    int (*read)(void *context, char *buffer, int count), int (*close)(void *context), void *context,
    const char *url, const char *encoding, int options);
extern ask_xml_reader xmlReaderWalker(ask_xml_document document);
extern void xmlFreeTextReader(ask_xml_reader reader);
extern int xmlTextReaderRead(ask_xml_reader reader);
extern int xmlTextReaderNodeType(ask_xml_reader reader);
extern int xmlTextReaderIsEmptyElement(ask_xml_reader reader);
extern const unsigned char *xmlTextReaderConstLocalName(ask_xml_reader reader);
extern const unsigned char *xmlTextReaderConstValue(ask_xml_reader reader);
extern int xmlTextReaderMoveToFirstAttribute(ask_xml_reader reader);
extern int xmlTextReaderMoveToNextAttribute(ask_xml_reader reader);
extern int xmlTextReaderMoveToElement(ask_xml_reader reader);

extern ask_xml_document htmlReadMemory(
    const char *bytes, int count, const char *url, const char *encoding, int options);
extern void xmlFreeDoc(ask_xml_document document);

#endif
