<%--
  ~ Copyright (C) 2026 the MUC Pulse authors
  ~
  ~ Licensed under the Apache License, Version 2.0 (the "License");
  ~ you may not use this file except in compliance with the License.
  ~ You may obtain a copy of the License at
  ~
  ~     http://www.apache.org/licenses/LICENSE-2.0
  ~
  ~ Unless required by applicable law or agreed to in writing, software
  ~ distributed under the License is distributed on an "AS IS" BASIS,
  ~ WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
  ~ See the License for the specific language governing permissions and
  ~ limitations under the License.
--%>
<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<%@ taglib prefix="fmt" uri="http://java.sun.com/jsp/jstl/fmt" %>
<!DOCTYPE html>
<html lang="<c:out value="${language}"/>">
<head>
    <title><fmt:message key="room.title"/></title>
    <meta name="pageID" content="mucpulse-rooms">
    <%@ include file="WEB-INF/head.jspf" %>
</head>
<body>
<div class="mucpulse">
<%@ include file="WEB-INF/news.jspf" %>
<h2><c:out value="${room}"/></h2>
<p id="profile"><c:out value="${name}"/><c:if test="${not empty topic}"> · <c:out value="${topic}"/></c:if></p>
<p><a href="mucpulse-rooms.jsp"><fmt:message key="room.back"/></a></p>
<c:url var="self" value="mucpulse-room.jsp"><c:param name="room" value="${room}"/></c:url>

<form action="<c:out value="${self}"/>" method="post" id="overrides">
    <%@ include file="WEB-INF/tokens.jspf" %>
    <h2 class="jive-contentBoxHeader"><fmt:message key="room.overrides"/></h2>
    <div class="jive-contentBox">
        <p><fmt:message key="room.overrides.intro"/></p>
        <c:if test="${not readable}">
        <div class="mucpulse-news mucpulse-bad" role="alert"><fmt:message key="room.unreadable"/></div>
        </c:if>
        <c:forEach var="flag" items="${flags}">
        <p>
            <input type="hidden" name="offered.<c:out value="${flag.name()}"/>" value="1">
            <input type="checkbox" id="<c:out value="${flag.name()}"/>" name="<c:out value="${flag.name()}"/>" value="true"<c:if test="${flag.standard()}"> checked</c:if>>
            <label for="<c:out value="${flag.name()}"/>"><c:out value="${flag.label()}"/></label>
        </p>
        </c:forEach>
        <c:forEach var="list" items="${choices}">
        <p>
            <label for="<c:out value="${list.name()}"/>"><c:out value="${list.label()}"/></label>
            <select id="<c:out value="${list.name()}"/>" name="<c:out value="${list.name()}"/>">
                <option value=""><c:out value="${list.standardLabel()}"/></option>
                <c:forEach var="choice" items="${list.choices()}">
                    <option value="<c:out value="${choice.value()}"/>"<c:if test="${choice.chosen()}"> selected</c:if>><c:out value="${choice.label()}"/></option>
                </c:forEach>
            </select>
        </p>
        </c:forEach>
        <p class="mucpulse-buttons"><button type="submit" name="save" value="1"<c:if test="${not readable}"> disabled</c:if>><fmt:message key="settings.save"/></button></p>
    </div>
</form>

<c:forEach var="report" items="${reports}">
<h2 class="jive-contentBoxHeader"><c:out value="${report.title()}"/></h2>
<div class="jive-contentBox" id="<c:out value="${report.id()}"/>">
    <c:if test="${empty report.lines()}"><p><c:out value="${report.none()}"/></p></c:if>
    <c:if test="${not empty report.lines()}">
    <ul>
        <c:forEach var="line" items="${report.lines()}"><li><c:out value="${line}"/></li></c:forEach>
    </ul>
    </c:if>
</div>
</c:forEach>

<h2 class="jive-contentBoxHeader"><fmt:message key="room.publishers"/></h2>
<div class="jive-contentBox" id="publishers">
    <ul>
        <c:forEach var="publisher" items="${publishers}"><li><c:out value="${publisher}"/></li></c:forEach>
        <c:forEach var="others" items="${otherPublishers}"><li><c:choose><c:when test="${otherPublishersOnly}"><fmt:message key="room.publishers.all"/></c:when><c:otherwise><fmt:message key="room.publishers.others"/></c:otherwise></c:choose> <c:out value="${others}"/></li></c:forEach>
    </ul>
    <p><a href="mucpulse-settings.jsp#mep.publishers"><fmt:message key="room.publishers.change"/></a></p>
</div>

<h2 class="jive-contentBoxHeader"><fmt:message key="room.nodes"/></h2>
<div class="jive-contentBox" id="nodes">
    <c:forEach var="place" items="${places}"><p class="mucpulse-place"><c:out value="${place}"/></p></c:forEach>
    <c:if test="${not empty trouble}">
        <div class="mucpulse-news mucpulse-bad" role="alert"><c:out value="${trouble}"/></div>
    </c:if>
    <c:if test="${empty trouble and empty nodes}">
        <p><fmt:message key="room.nodes.none"/></p>
    </c:if>
    <c:forEach var="node" items="${nodes}">
        <section class="mucpulse-node">
            <h3><c:out value="${node.id()}"/></h3>
            <p>
                <c:out value="${node.owner()}"/>
                <c:if test="${not empty node.title()}"> · <c:out value="${node.title()}"/></c:if>
                · <fmt:message key="room.node.publishers"/> <c:out value="${node.publishers()}"/>
                · <fmt:message key="room.node.items"><fmt:param value="${node.items().size()}"/></fmt:message>
            </p>
            <c:if test="${not empty node.items()}">
            <details>
                <summary><fmt:message key="room.node.show"/></summary>
                <ul class="mucpulse-items">
                    <c:forEach var="item" items="${node.items()}">
                        <li>
                            <form action="<c:out value="${self}"/>" method="post">
                                <%@ include file="WEB-INF/tokens.jspf" %>
                                <input type="hidden" name="address" value="<c:out value="${node.address()}"/>">
                                <input type="hidden" name="node" value="<c:out value="${node.id()}"/>">
                                <input type="hidden" name="item" value="<c:out value="${item.id()}"/>">
                                <strong><c:out value="${item.id()}"/></strong> · <c:out value="${item.published()}"/>
                                <pre><c:out value="${item.payload()}"/></pre>
                                <details>
                                    <summary><fmt:message key="room.item.delete"/></summary>
                                    <p><fmt:message key="room.item.delete.confirm"/></p>
                                    <p><button type="submit" name="deleteItem" value="1" class="mucpulse-danger"><fmt:message key="room.item.delete.now"/></button></p>
                                </details>
                            </form>
                        </li>
                    </c:forEach>
                </ul>
            </details>
            </c:if>
            <form action="<c:out value="${self}"/>" method="post">
                <%@ include file="WEB-INF/tokens.jspf" %>
                <input type="hidden" name="address" value="<c:out value="${node.address()}"/>">
                <input type="hidden" name="node" value="<c:out value="${node.id()}"/>">
                <details>
                    <summary><fmt:message key="room.node.delete"/></summary>
                    <p><fmt:message key="room.node.delete.confirm"/></p>
                    <p><button type="submit" name="deleteNode" value="1" class="mucpulse-danger"><fmt:message key="room.node.delete.now"/></button></p>
                </details>
            </form>
        </section>
    </c:forEach>
</div>
</div>
</body>
</html>
