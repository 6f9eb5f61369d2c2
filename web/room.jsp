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
    <script src="scripts/room.js?<c:out value="${version}"/>" defer></script>
</head>
<body>
<div class="mucpulse">
<%@ include file="WEB-INF/news.jspf" %>
<h2><c:out value="${room}"/></h2>
<p id="profile"><c:out value="${name}"/><c:if test="${not empty topic}"> · <c:out value="${topic}"/></c:if></p>
<p class="mucpulse-links"><a href="mucpulse-rooms.jsp"><fmt:message key="room.back"/></a> <a href="<c:out value="${consoleLink}"/>"><fmt:message key="room.console"/></a></p>
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
        <p class="mucpulse-check">
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
    <div class="jive-table mucpulse-rows">
    <table>
        <thead>
            <tr><th scope="col"><fmt:message key="settings.row.node"/></th><th scope="col"><fmt:message key="room.node.publishers"/></th></tr>
        </thead>
        <tbody>
            <c:forEach var="publisher" items="${publishers}"><tr><th scope="row"><c:out value="${publisher.node()}"/></th><td><c:out value="${publisher.publishers()}"/></td></tr></c:forEach>
            <c:forEach var="others" items="${otherPublishers}"><tr><th scope="row"><c:choose><c:when test="${empty publishers}"><fmt:message key="room.publishers.all"/></c:when><c:otherwise><fmt:message key="room.publishers.others"/></c:otherwise></c:choose></th><td><c:out value="${others}"/></td></tr></c:forEach>
        </tbody>
    </table>
    </div>
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
    <c:if test="${not empty nodes}">
    <form action="<c:out value="${self}"/>" method="post" data-picks>
        <%@ include file="WEB-INF/tokens.jspf" %>
        <div class="jive-table mucpulse-scroll" tabindex="0" role="region" aria-label="<fmt:message key="room.nodes"/>">
        <table id="node-table">
            <thead>
                <tr>
                    <td class="mucpulse-pick"><input type="checkbox" data-all hidden aria-label="<fmt:message key="list.all"/>"></td>
                    <c:forEach var="column" items="${nodesPart.columns()}">
                        <th scope="col" class="<c:out value="${column.style()}"/>" aria-sort="<c:out value="${column.sorted()}"/>"><a href="<c:out value="${column.link()}"/>"><c:out value="${column.label()}"/></a></th>
                    </c:forEach>
                    <th scope="col"><fmt:message key="room.node.publishers"/></th>
                </tr>
            </thead>
            <tbody>
                <c:forEach var="node" items="${nodes}" varStatus="row">
                <tr<c:if test="${node.address() eq chosen.address() and node.id() eq chosen.id()}"> class="mucpulse-chosen"</c:if>>
                    <td class="mucpulse-pick">
                        <input type="hidden" name="address.<c:out value="${row.index}"/>" value="<c:out value="${node.address()}"/>">
                        <input type="hidden" name="node.<c:out value="${row.index}"/>" value="<c:out value="${node.id()}"/>">
                        <input type="checkbox" name="pick.<c:out value="${row.index}"/>" value="1" aria-label="<c:out value="${node.id()}"/>">
                    </td>
                    <th scope="row"><a href="<c:out value="${node.link()}"/>"><c:out value="${node.id()}"/></a></th>
                    <td><c:out value="${node.owner()}"/></td>
                    <td><c:out value="${node.title()}"/></td>
                    <td class="mucpulse-count"><c:out value="${node.items()}"/></td>
                    <td class="mucpulse-time"><c:out value="${node.latest()}"/></td>
                    <td><c:out value="${node.publishers()}"/></td>
                </tr>
                </c:forEach>
            </tbody>
        </table>
        </div>
        <c:set var="part" value="${nodesPart}"/>
        <%@ include file="WEB-INF/pages.jspf" %>
        <details>
            <summary><fmt:message key="room.nodes.delete"/></summary>
            <p><fmt:message key="room.nodes.delete.confirm"/></p>
            <p><button type="submit" name="deleteNodes" value="1" class="mucpulse-danger"><fmt:message key="room.nodes.delete.now"/></button></p>
        </details>
    </form>
    </c:if>
</div>

<c:if test="${not empty chosen}">
<h2 class="jive-contentBoxHeader" id="items"><c:out value="${chosen.id()}"/> · <c:out value="${chosen.owner()}"/></h2>
<div class="jive-contentBox">
    <c:if test="${empty items}"><p><fmt:message key="room.items.none"/></p></c:if>
    <c:if test="${not empty items}">
    <form action="<c:out value="${self}"/>" method="post" data-picks>
        <%@ include file="WEB-INF/tokens.jspf" %>
        <input type="hidden" name="address" value="<c:out value="${chosen.address()}"/>">
        <input type="hidden" name="node" value="<c:out value="${chosen.id()}"/>">
        <div class="jive-table mucpulse-scroll" tabindex="0" role="region" aria-label="<fmt:message key="room.items"/>">
        <table id="item-table">
            <thead>
                <tr>
                    <td class="mucpulse-pick"><input type="checkbox" data-all hidden aria-label="<fmt:message key="list.all"/>"></td>
                    <c:forEach var="column" items="${itemsPart.columns()}">
                        <th scope="col" class="<c:out value="${column.style()}"/>" aria-sort="<c:out value="${column.sorted()}"/>"><a href="<c:out value="${column.link()}"/>"><c:out value="${column.label()}"/></a></th>
                    </c:forEach>
                    <th scope="col"><fmt:message key="room.item.content"/></th>
                </tr>
            </thead>
            <tbody>
                <c:forEach var="item" items="${items}" varStatus="row">
                <tr>
                    <td class="mucpulse-pick">
                        <input type="hidden" name="item.<c:out value="${row.index}"/>" value="<c:out value="${item.id()}"/>">
                        <input type="checkbox" name="pick.<c:out value="${row.index}"/>" value="1" aria-label="<c:out value="${item.id()}"/>">
                    </td>
                    <th scope="row"><c:out value="${item.id()}"/></th>
                    <td class="mucpulse-time"><c:out value="${item.published()}"/></td>
                    <td>
                        <c:if test="${not empty item.picture()}"><img class="mucpulse-picture" src="<c:out value="${item.picture()}"/>" alt="<fmt:message key="room.item.picture"/>" loading="lazy"></c:if>
                        <c:if test="${not empty item.summary()}"><p><c:out value="${item.summary()}"/></p></c:if>
                        <c:if test="${not empty item.payload()}">
                        <details class="mucpulse-payload">
                            <summary><fmt:message key="room.item.xml"/></summary>
                            <pre><c:out value="${item.payload()}"/></pre>
                        </details>
                        </c:if>
                    </td>
                </tr>
                </c:forEach>
            </tbody>
        </table>
        </div>
        <c:set var="part" value="${itemsPart}"/>
        <%@ include file="WEB-INF/pages.jspf" %>
        <details>
            <summary><fmt:message key="room.items.delete"/></summary>
            <p><fmt:message key="room.items.delete.confirm"/></p>
            <p><button type="submit" name="deleteItems" value="1" class="mucpulse-danger"><fmt:message key="room.items.delete.now"/></button></p>
        </details>
    </form>
    </c:if>
</div>
</c:if>
</div>
</body>
</html>
